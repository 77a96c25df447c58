// The way to switch the service worker off for everybody: published under the name sw.js, it removes what was kept and itself.
//
// It never touches a workspace: those are not in these caches.
'use strict';

const PREFIX = `linewright ${new URL(self.registration.scope).pathname} `;

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX)).map((name) => caches.delete(name)));
  await self.registration.unregister();
})()));
