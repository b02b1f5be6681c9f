// Pages that were read, and the main ones, for times without a network: only where settings.yml says
// `offline: yes`. The network comes first, so nobody reads an old answer while there is one; what it gave is
// kept. A build that changes the list of main pages changes nothing else here.
"use strict"

const KEPT = "handrail"
const here = path => new URL(path, registration.scope)

addEventListener("install", event => {
  skipWaiting()
  event.waitUntil(keepMainPages())
})
addEventListener("activate", event => event.waitUntil(clients.claim()))
addEventListener("fetch", event => {
  const { request } = event
  const isOurs = request.method === "GET" && request.url.startsWith(registration.scope)
  if (isOurs) event.respondWith(answer(request))
})

/** The main pages with what they load. One that cannot be had is had another time. */
async function keepMainPages() {
  const cache = await caches.open(KEPT)
  const list = await fetch(here("offline.json"), { cache: "no-cache" })
  const pages = (await list.json()).map(here)
  await Promise.all(pages.map(page => cache.add(page).catch(() => {})))
  const html = await cache.match(here("")).then(page => page?.text()) ?? ""
  const files = [...html.matchAll(/(?:src|href)="([^"#:]+\.(?:css|js|svg|png|webp|jpg))"/g)]
  await Promise.all(files.map(([, file]) => cache.add(here(file)).catch(() => {})))
}

async function answer(request) {
  const cache = await caches.open(KEPT)
  try {
    const isPage = request.mode === "navigate" // which is asked for anew, however long a host lets it be kept
    const response = await fetch(request, isPage ? { cache: "no-cache" } : {})
    if (response.ok) await cache.put(request, response.clone())
    return response
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: request.mode === "navigate" })
    if (kept) return kept
    throw error
  }
}
