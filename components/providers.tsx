'use client';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { TrpcProvider } from './trpc';
import { Toaster } from './ui/toaster';
import { TooltipProvider } from './ui/tooltip';

export const Providers = ({ children }: { children: ReactNode }) => (
  <NuqsAdapter>
    <TrpcProvider>
      <TooltipProvider>{children}</TooltipProvider>
      <Toaster />
    </TrpcProvider>
  </NuqsAdapter>
);
