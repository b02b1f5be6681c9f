// Loads the page again when it is another one, or search is and somebody has searched. The browser itself keeps
// where the reader was; what they opened or typed is put back here, and a search is made again.
(() => {
  const KEPT = "handrail-preview"
  const parts = () => [...document.querySelectorAll("details, input, textarea")]
  const state = part => part.open ?? (part.matches("[type=checkbox], [type=radio]") ? part.checked : part.value)

  const again = () => {
    if (!sessionStorage.getItem(KEPT)) { // else it was not put back yet
      const all = parts()
      const kept = [location.href, all.map(state), all.indexOf(document.activeElement)]
      sessionStorage.setItem(KEPT, JSON.stringify(kept))
    }
    location.reload()
  }
  const putBack = () => {
    const [where, states, focus] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]")
    sessionStorage.removeItem(KEPT)
    const all = parts()
    if (where !== location.href || all.length !== states.length) return
    all.forEach((part, n) => {
      if (state(part) === states[n]) return
      if (part.matches("details")) part.open = states[n]
      else if (part.matches("[type=checkbox], [type=radio]")) part.click()
      else {
        part.value = states[n]
        part.dispatchEvent(new InputEvent("input", { bubbles: true }))
        part.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }))
      }
    })
    all[focus]?.focus({ preventScroll: true })
  }
  addEventListener("load", putBack)

  const { src, dataset } = document.currentScript
  let version = dataset.version
  let page = location.pathname
  let events
  let hasSearched = new URLSearchParams(location.search).has("q")
  addEventListener("input", () => { hasSearched = true })
  const isOther = now => now.split("-")[0] !== version.split("-")[0] || hasSearched

  const stop = () => events?.close()
  const watch = () => {
    stop()
    if (location.pathname !== page) {
      page = location.pathname // the theme shows another page without loading it
      version = ""
    }
    events = new EventSource(`${new URL("changes", src)}?${new URLSearchParams({ page, version })}`)
    events.onmessage = ({ data }) => {
      stop()
      if (version && isOther(data)) return again()
      version = data
      watch()
    }
  }
  // A browser waits for six things of a host at a time: pages that nobody sees wait for nothing.
  document.addEventListener("visibilitychange", () => document.hidden ? stop() : watch())
  addEventListener("pagehide", stop)
  if (window.document$) window.document$.subscribe(watch)
  else if (!document.hidden) watch()
})()
