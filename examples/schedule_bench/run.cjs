// Runs the bench's program in V8: gives it its arguments, files, a clock and a place to print, unless there is one already.
const fs = require("node:fs");
const [program, ...words] = process.argv.slice(2);

globalThis.host = {
  arguments: () => words,
  read: (path) => fs.readFileSync(path, "utf8"),
  now: () => performance.now(),
  print: (line) => fs.writeSync(1, line + "\n"),
  ...globalThis.host,
};
require(program);
