import { redirect } from 'next/navigation';

export default function Overview() {
  redirect('/overview/audiences');
}
