// Fills a template with docxtemplater: TEMPLATE VALUES.json OUT ROUNDS.
//
// Prints the version, the median in milliseconds and the peak of memory in kilobytes.

const fs = require("fs");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");
const { version } = require("docxtemplater/package.json");

const [template, valuesFile, out, rounds] = process.argv.slice(2);
const values = JSON.parse(fs.readFileSync(valuesFile, "utf8"));
const taken = [];
let file;
for (let round = 0; round < Number(rounds); round += 1) {
  const before = performance.now();
  const zip = new PizZip(fs.readFileSync(template));
  const document = new Docxtemplater(zip, { delimiters: { start: "{{", end: "}}" } });
  document.render(values);
  file = document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  taken.push(performance.now() - before);
}
fs.writeFileSync(out, file);
taken.sort((one, other) => one - other);
const median = taken[Math.floor(taken.length / 2)];
console.log(version, median, process.resourceUsage().maxRSS);
