// One run of a playbook, written down: the form at its end makes the record of an interaction, in YAML that
// `handrail check` takes. Nothing is sent or kept, but who did it, for the next time.
(() => {
  const form = document.querySelector(".hr-run")
  const record = form.querySelector(".hr-run__record")
  const said = form.querySelector("[role=status]")
  const field = name => form.elements[name]
  const opened = Date.now()
  const WHO = "handrail:by"

  const notes = () => [...document.querySelectorAll(".hr-deviated textarea")]
    .filter(note => note.value.trim())
    .map(note => `Step ${note.dataset.step}: ${note.value.trim()}`)
    .join("\n")
  // What is pasted may hold characters that nobody sees, and no record may.
  const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu
  // A JSON text is a YAML text, whatever is in it.
  const text = value => {
    const seen = value.replace(UNSEEN, "").trim()
    return seen && JSON.stringify(seen)
  }
  const yaml = () => {
    const value = name => field(name).value
    const lines = [
      ["on", value("on")], ["channel", value("channel")], ["customer", value("customer")],
      ["stage", value("stage")], ["asked", text(value("asked"))], ["did", text(value("did"))],
      ["used", `[${form.dataset.used}]`], ["by", value("by")], ["minutes", value("minutes")],
      ["outcome", value("outcome")], ["deviated", text(notes())], ["satisfaction", value("satisfaction")],
      ["feedback", text(value("feedback"))],
    ]
    const written = lines.filter(([, given]) => given).map(([name, given]) => `${name}: ${given}`)
    return `- ${written.join("\n  ")}\n`
  }
  const update = () => {
    record.value = yaml()
    said.textContent = ""
  }
  const two = number => String(number).padStart(2, "0")
  const today = new Date()

  field("on").value = `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`
  try {
    field("by").value = localStorage.getItem(WHO) ?? ""
  } catch { /* the browser keeps nothing for this site */ }
  for (const note of document.querySelectorAll(".hr-deviated")) {
    note.hidden = false
    note.addEventListener("input", update)
  }
  // Ticking the last step is when it ended; who took longer, or shorter, writes it over.
  let isTimed = true
  field("minutes").addEventListener("input", () => (isTimed = false))
  document.querySelector(".hr-steps").addEventListener("change", () => {
    if (isTimed) field("minutes").value = Math.max(1, Math.round((Date.now() - opened) / 60_000))
    update()
  })
  form.addEventListener("input", update)
  form.addEventListener("submit", async event => {
    event.preventDefault()
    try {
      localStorage.setItem(WHO, field("by").value)
    } catch { /* as above */ }
    const file = `interactions/${field("on").value.slice(0, 7)}.yml`
    try {
      await navigator.clipboard.writeText(record.value)
      said.textContent = `Copied. Paste it at the end of ${file}.`
    } catch {
      record.select()
      said.textContent = `Copy the marked text, and paste it at the end of ${file}.`
    }
  })
  form.hidden = false
  update()
})()
