import { securityHeaders } from './server/rest/security-headers.mjs';

const headers = Object.entries(securityHeaders).map(([key, value]) => ({ key, value }));

/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  agentRules: false,
  allowedDevOrigins: ['127.0.0.1'],
  typedRoutes: true,
  // `npm test` checks types as a step of its own; a newcomer's first build need not.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: '/:path*', headers },
    // Every page of a customer's site asks for it.
    { source: '/pixel.js', headers: [{ key: 'cache-control', value: 'public, max-age=3600, stale-while-revalidate=86400' }] },
  ],
};
