// Runs Mozilla Observatory's rules on answers that were already fetched: no request to anyone.
// Reads a list of {host, html, headers, redirects, preloaded} as JSON on standard input, prints for each its
// score, its grade and the rules' results.
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { text } from "node:stream/consumers";

// The package downloads browsers' list of preloaded hosts when it is installed; we say who is on it.
const require = createRequire(import.meta.url);
const folder = path.dirname(require.resolve("@mdn/mdn-http-observatory/package.json"));
const list = path.join(folder, "conf", "hsts-preload.json");
if (!existsSync(list)) writeFileSync(list, "{}");

const { AxiosHeaders } = await import("axios");
const { ALL_TESTS } = await import("@mdn/mdn-http-observatory/src/constants.js");
const { hsts } = await import("@mdn/mdn-http-observatory/src/analyzer/hsts.js");
const { getScoreModifier, getGradeForScore } = await import("@mdn/mdn-http-observatory/src/grader/grader.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import("@mdn/mdn-http-observatory/src/grader/charts.js");
const { parseHttpEquivHeaders } = await import("@mdn/mdn-http-observatory/src/retriever/utils.js");
const { Requests } = await import("@mdn/mdn-http-observatory/src/types.js");

function judged(given) {
  if (given.preloaded) hsts().set(given.host, { mode: "force-https", includeSubDomains: true });
  else hsts().delete(given.host);

  const url = new URL(`https://${given.host}/`);
  const requests = new Requests(given.host);
  const response = { headers: new AxiosHeaders(given.headers), status: 200, verified: true, data: given.html, request: { headers: {} } };
  requests.responses = {
    auto: { ...response, httpEquiv: parseHttpEquivHeaders(given.html, url.href) },
    cors: response,
    http: response,
    https: response,
    httpRedirects: given.redirects.map(({ url, status }) => ({ url: new URL(url), status })),
    httpsRedirects: [{ url, status: 200 }],
  };
  requests.resources.path = given.html;
  requests.session = { url, jar: { serializeSync: () => ({ cookies: [] }) } };

  // As src/scanner/index.js counts: bonuses only where nothing costs more than ten points.
  const results = ALL_TESTS.map((test) => test(requests));
  const modifiers = results.map((result) => getScoreModifier(result.result));
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const uncurved = 100 + sum(modifiers.filter((modifier) => modifier < 0));
  const score = uncurved >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? 100 + sum(modifiers) : uncurved;
  return {
    score,
    grade: getGradeForScore(score).grade,
    results: Object.fromEntries(results.map((result) => [result.constructor.name, [result.result, result.pass]])),
  };
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(judged)));
