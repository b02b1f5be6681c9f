// On a page that has moved: go to where it is now, with the ?words and the #place of the old address.
(() => {
  const to = new URL(document.currentScript.dataset.to, location.href)
  to.search = location.search
  if (location.hash) to.hash = location.hash
  location.replace(to)
})()
