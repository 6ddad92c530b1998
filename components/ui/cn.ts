import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

// `text-2xs` is ours; without this it would be taken for a colour and dropped beside one.
const merge = extendTailwindMerge({ extend: { classGroups: { 'font-size': ['text-2xs'] } } });

/** Joins class names; the later of two that set the same property wins. */
export const cn = (...classes: ClassValue[]) => merge(clsx(classes));
