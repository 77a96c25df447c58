// Runs the bench's program in several threads of V8 on the same problems. They meet like the page's workers do: who has made an offer
// waits for those of the others, who has ended is not awaited, and the next problem begins when all have ended.
//
// Never looks into an offer. The last word is how many threads there are.
const { Worker, isMainThread, parentPort, receiveMessageOnPort, workerData } = require("node:worker_threads");

if (isMainThread) {
  const words = process.argv.slice(2);
  lead(Number(words.at(-1)), words);
} else {
  takePart(workerData);
}

function lead(seats, words) {
  // One number for each thread: it waits while that is zero.
  const bells = new Int32Array(new SharedArrayBuffer(4 * seats));
  const offers = new Array(seats).fill(null);
  const ended = new Array(seats).fill(false);
  const threads = [...bells.keys()].map((seat) => new Worker(__filename, { argv: words, workerData: { seat, bells } }));
  const answer = (seat, text) => {
    threads[seat].postMessage(text);
    Atomics.store(bells, seat, 1);
    Atomics.notify(bells, seat);
  };
  const goOn = () => {
    if (!ended.every((has, seat) => has || offers[seat] !== null)) return;
    if (ended.every(Boolean)) {
      ended.fill(false).forEach((_, seat) => answer(seat, ""));
      return;
    }
    const made = [...offers];
    offers.fill(null);
    made.forEach((offer, seat) => {
      if (offer !== null) answer(seat, `[${made.filter((other, at) => other !== null && at !== seat).join(",")}]`);
    });
  };
  threads.forEach((thread, seat) => {
    thread.on("error", (problem) => {
      console.error(problem);
      process.exit(1);
    });
    thread.on("message", ({ line, offer }) => {
      if (line !== undefined) {
        require("node:fs").writeSync(1, line + "\n");
        return;
      }
      if (offer === null) ended[seat] = true;
      else offers[seat] = offer;
      goOn();
    });
  });
}

function takePart({ seat, bells }) {
  const wait = () => {
    Atomics.wait(bells, seat, 0);
    Atomics.store(bells, seat, 0);
    return receiveMessageOnPort(parentPort).message;
  };
  globalThis.host = {
    print: (line) => parentPort.postMessage({ line }),
    seat: () => seat,
    tell: (offer) => parentPort.postMessage({ offer }),
    hear: wait,
    leave: () => {
      parentPort.postMessage({ offer: null });
      wait();
    },
  };
  require("./run.cjs");
}
