// The steps of a guide or a playbook as a list to tick. What is ticked stays on this device, by the address
// of the page. The page brings this script, anew at each visit; without it there is nothing to tick.
(() => {
  const box = document.querySelector(".hr-progress")
  const [said, bar, again] = ["[role=status]", "progress", "button"].map(part => box.querySelector(part))
  const key = `handrail:${location.pathname}`
  const steps = [...document.querySelectorAll(".hr-step")].map(step => ({
    step,
    tick: step.querySelector(".hr-tick input"),
    // A step that was rewritten or moved is another step, and not done.
    name: [step.querySelector("h3").id, step.querySelector("h3").textContent].join(" "),
    minutes: Number(step.dataset.minutes),
  }))

  const kept = () => {
    try {
      const names = JSON.parse(localStorage.getItem(key))
      return Array.isArray(names) ? names : []
    } catch {
      return [] // the browser keeps nothing for this site
    }
  }
  const keep = names => {
    try {
      if (names.length) localStorage.setItem(key, JSON.stringify(names))
      else localStorage.removeItem(key)
    } catch { /* as above: the ticks last as long as the page */ }
  }
  const show = () => {
    const left = steps.filter(({ tick }) => !tick.checked)
    const minutes = left.reduce((sum, step) => sum + step.minutes, 0)
    const time = minutes ? `, about ${minutes} ${minutes === 1 ? "minute" : "minutes"} left` : ""
    const done = steps.length - left.length
    said.textContent = left.length ? `${done} of ${steps.length} steps done${time}` : "All steps done"
    bar.max = steps.length
    bar.value = done
    again.hidden = !done
    for (const { step, tick } of steps) step.classList.toggle("hr-step--done", tick.checked)
  }
  const update = () => {
    keep(steps.filter(({ tick }) => tick.checked).map(({ name }) => name))
    show()
  }

  const before = kept()
  for (const { tick, name } of steps) {
    tick.checked = before.includes(name)
    tick.parentElement.hidden = false
    tick.addEventListener("change", update)
  }
  again.addEventListener("click", () => {
    for (const { tick } of steps) tick.checked = false
    update()
    steps[0].tick.focus()
  })
  box.hidden = false
  show()
})()
