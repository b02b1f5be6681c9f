// Loads the page again when it is another one. The browser itself keeps where the reader was.
(() => {
  const { src, dataset } = document.currentScript
  let version = dataset.version
  let page = location.pathname
  let events

  const stop = () => events?.close()
  const watch = () => {
    stop()
    if (location.pathname !== page) {
      page = location.pathname // the theme shows another page without loading it
      version = ""
    }
    events = new EventSource(`${new URL("changes", src)}?${new URLSearchParams({ page, version })}`)
    events.onmessage = () => { stop(); location.reload() }
  }
  // A browser waits for six things of a host at a time: pages that nobody sees wait for nothing.
  document.addEventListener("visibilitychange", () => document.hidden ? stop() : watch())
  addEventListener("pagehide", stop)
  if (window.document$) window.document$.subscribe(watch)
  else if (!document.hidden) watch()
})()
