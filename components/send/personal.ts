const own = new Set(['name', 'email', 'phone', 'unsubscribe_url']);

/** Whether a template's variable comes from the contact: a value given for a send would be the same for everyone. */
export const isPersonal = (variable: string): boolean => own.has(variable);
