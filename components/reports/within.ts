/** What a report is narrowed to: public ids. */
export type Within = { audience_id?: string; campaign_id?: string; automation_id?: string; send_id?: string };
