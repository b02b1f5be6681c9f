// Put into every frame before its own scripts: tells of whatever a record may not do.
(() => {
  const tell = what => { try { window.__tell(what) } catch { /* the frame is gone */ } }
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    Object.defineProperty(window, name, { value: () => { tell(`runs ${name}`); return null }, configurable: false })
  }
  addEventListener("securitypolicyviolation", event =>
    tell(`against the policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ""}:${event.lineNumber}`))

  // What would run only after a click is seen in the attributes.
  const addresses = ["href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "background", "poster", "to"]
  const scan = () => {
    for (const element of document.querySelectorAll("*")) {
      if (["BASE", "EMBED", "OBJECT", "IFRAME", "APPLET", "FRAME"].includes(element.tagName)) tell(`brings <${element.localName}>`)
      for (const { name, value } of element.attributes) {
        if (name.startsWith("on") || name === "style" && element.closest("article")) tell(`has the attribute ${name}`)
        if (addresses.includes(name) && /^[\0-\x20]*(javascript|vbscript|data)\s*:/i.test(value.replace(/[\t\n\r]/g, ""))
          && !element.matches("[data-md-component=search-share]")) tell(`leads to ${value}`)
      }
    }
  }
  if (window !== top || !location.pathname.startsWith("/__frames")) addEventListener("load", scan)

  // The list grows while one scrolls; what is in it is scanned like a page.
  window.__show_all_results = async () => {
    const list = document.querySelector(".md-search-result__list")
    const box = document.querySelector(".md-search__scrollwrap")
    for (let before = -1; list.children.length !== before;) {
      before = list.children.length
      for (let n = 0; n < 12; n++) {
        box.scrollTo(0, box.scrollHeight)
        box.dispatchEvent(new Event("scroll"))
        await new Promise(done => setTimeout(done, 15))
      }
    }
    for (const details of list.querySelectorAll("details")) details.open = true
    scan()
    return list.querySelectorAll(".md-search-result__link").length
  }
})()
