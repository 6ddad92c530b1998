import { FileSpreadsheet, Fingerprint, type LucideIcon, MousePointerClick, UsersRound } from 'lucide-react';
import type { CustomType } from '@/contracts/custom';

export const kindIcon: Record<CustomType, LucideIcon> = {
  file_upload: FileSpreadsheet,
  customer_match: Fingerprint,
  lookalike: UsersRound,
  pixel: MousePointerClick,
};
export const kindName: Record<CustomType, string> = {
  file_upload: 'File upload',
  customer_match: 'Customer match',
  lookalike: 'Lookalike',
  pixel: 'Retargeting pixel',
};
