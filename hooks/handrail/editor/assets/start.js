/* What the form takes from us: its icons, and how a record is written into its file. */

/* Its own style sheet names another host for the icons, which the page's policy blocks. */
document.fonts.add(new FontFace("Material Symbols Outlined", "url(material-symbols-outlined.woff2)"))

const PLAIN = /^(?![-?:,[\]{}#&*!|>'"%@`])(?!.*(?:: | #|:$|\s$))[^\s\p{Cc}][^\p{Cc}\p{Zl}\p{Zp}\uFEFF]*$/u
const NO_TEXT = /^(?:~|null|true|false|[-+]?(?:0x[\da-f]+|0o[0-7]+|\.?\d+\.?\d*(?:e[-+]?\d+)?|\.inf|\.nan))$/i
const LITERAL = /^(?!\s)(?:[^\p{Cc}\p{Zl}\p{Zp}\uFEFF]|[\n\t])*$/u

const kinds = fetch("kinds.json").then(answer => answer.json())
const isGroup = value => typeof value == "object" && value !== null
const isThere = value => isGroup(value) ? Object.values(value).some(isThere) : value != null && value !== ""

const escaped = sign => `\\u${sign.codePointAt().toString(16).padStart(4, "0")}`
const quoted = value => JSON.stringify(value).replace(/[\x7f-\x9f\u2028\u2029\uFEFF]/g, escaped)

/** A text in quotes where YAML would take it for something else. */
const word = value =>
  typeof value != "string" || (PLAIN.test(value) && !NO_TEXT.test(value)) ? `${value}` : quoted(value)

/** What stands behind `name:` or `-`: Markdown, and what has several lines, below a `|`. */
const below = (value, pad, isLong) =>
  typeof value == "string" && (isLong || value.includes("\n")) && LITERAL.test(value)
    ? `|\n${value.trimEnd().split("\n").map(line => line && pad + line).join("\n")}`
    : word(value)

const list = (values, pad, long) => values.filter(isThere).map(value => isGroup(value)
  ? `${pad}- ${group(value, `${pad}  `, long).trimStart()}`
  : `${pad}- ${below(value, `${pad}  `, false)}`).join("\n")

const group = (fields, pad, long) => Object.entries(fields).filter(([, value]) => isThere(value))
  .map(([name, value]) => {
    if (Array.isArray(value)) return `${pad}${name}:\n${list(value, `${pad}  `, long)}`
    if (isGroup(value)) return `${pad}${name}:\n${group(value, `${pad}  `, long)}`
    return `${pad}${name}: ${below(value, `${pad}  `, long.has(name))}`
  }).join("\n")

/** The record as YAML in our style. Which kind it is, its fields say. */
const toFile = async content => {
  const isList = Array.isArray(content)
  const names = Object.keys(isList ? content[0] ?? {} : content)
  const kind = (await kinds).find(({isList: lists, needs, fields}) => lists == isList &&
    needs.every(name => names.includes(name)) && names.every(name => fields.includes(name)))
  const long = new Set(kind?.long)
  const body = isList ? list(content, "", long) || "[]" : group(content, "", long)
  return `${kind?.first ?? ""}${body}`
}

CMS.registerCustomFormat("yaml", "yml", {toFile})
