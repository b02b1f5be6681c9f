// The search field in the middle of a page hands what is typed to the theme's search dialog.
// Without this script the field is a form that opens the home page with ?q=, which works as well.
(() => {
  const handOver = field => {
    const dialog = document.querySelector("[data-md-toggle=search]")
    const query = document.querySelector(".md-search__input")
    if (!dialog || !query) return false
    if (!dialog.checked) dialog.click()
    query.value = field.value
    query.focus()
    query.dispatchEvent(new InputEvent("input", { bubbles: true }))
    field.value = ""
    return true
  }
  document.addEventListener("input", event => {
    if (event.target.id === "hr-search-words" && !event.isComposing) handOver(event.target)
    // The theme looks at its field after a key, but words are also pasted, spoken and filled in.
    if (event.target.matches(".md-search__input")) event.target.dispatchEvent(new KeyboardEvent("keyup"))
  })
  document.addEventListener("submit", event => {
    const field = event.target.querySelector("#hr-search-words")
    if (field && handOver(field)) event.preventDefault()
  })

  // What opens the theme's drawer is a button for the keyboard, too. Who leaves the drawer by key closes it.
  const drawer = document.querySelector("[data-md-toggle=drawer]")
  const menu = document.querySelector(".md-header [for=__drawer]")
  if (drawer && menu) {
    const says = { role: "button", tabindex: 0, "aria-label": "Menu", "aria-expanded": drawer.checked }
    for (const [name, value] of Object.entries(says)) menu.setAttribute(name, value)
    drawer.addEventListener("change", () => menu.setAttribute("aria-expanded", drawer.checked))
    menu.addEventListener("keydown", event => {
      if (event.key !== " ") return // the theme opens it by Enter
      event.preventDefault()
      drawer.click()
    })
    document.addEventListener("focusin", ({ target }) => {
      if (drawer.checked && !target.closest(".md-header, .md-sidebar--primary")) drawer.click()
    })
  }

  // Where settings.yml says so, the browser keeps pages for times without a network; else it no longer does.
  const keeper = new URL("../offline.js", document.currentScript.src).href
  if (document.querySelector("meta[name=handrail-offline]")) navigator.serviceWorker?.register(keeper)
  else {
    navigator.serviceWorker?.getRegistrations().then(all => {
      for (const each of all) if (each.active?.scriptURL === keeper) each.unregister()
    }, () => { /* the browser keeps nothing for this site */ })
  }

  // An address that is not in UTF-8, or has a lone “%”, is read letter by letter.
  const decoded = path => {
    try {
      return decodeURIComponent(path)
    } catch {
      return unescape(path)
    }
  }

  // A page that is not there: search for the words of its address.
  const field = document.querySelector(".hr-missing #hr-search-words")
  if (field) {
    const words = decoded(location.pathname).replace(/\.\w+$/, "").split(/[^\p{L}\p{N}]+/u)
    const places = ["questions", "tutorials", "topics", "index"]
    field.value = words.filter(word => word && !places.includes(word)).join(" ")
  }
})()
