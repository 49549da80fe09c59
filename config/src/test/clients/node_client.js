// Everything that the published Node client offers about files, models and languages. Arguments: a JSON object, and a mode.
const assert = require("node:assert");
const given = JSON.parse(process.argv[2]);
const mode = process.argv[3];
if (mode === "fallback") globalThis.fetch = undefined;
const { STTClient, STTError, AuthError, CreditError, RateLimitError } = require("@sttainpm/sttai");
const client = new STTClient({ apiKey: given.key, baseUrl: given.url + "/" });
const spoken = /ask what you can do for your country/i;

async function builtIn() {
  await assert.rejects(client.transcribe(given.sample), (e) =>
    e instanceof STTError && e.statusCode === 400 && e.message.includes("[object FormData]"));
  assert.equal((await client.health()).status, "ok");
}

async function everything() {
  // Nothing that the client offers is forgotten here.
  const offered = Object.getOwnPropertyNames(STTClient.prototype).filter((n) => n !== "constructor" && !n.startsWith("_"));
  const later = ["summarize", "stream"];
  assert.deepEqual(offered.filter((n) => !later.includes(n)).sort(), ["health", "languages", "models", "transcribe"]);

  const heard = await client.transcribe(given.sample);
  assert.match(heard.text, spoken);
  assert.deepEqual(heard.speakers, ["Speaker 1"]);
  assert.ok(heard.id && heard.slug && heard.segments[0].words[0].word);
  const options = { model: "base", language: "en", diarize: false, speakers: 2, responseFormat: "verbose_json" };
  const alone = await client.transcribe(given.sample, options);
  assert.match(alone.text, spoken);
  assert.deepEqual([alone.speakers, alone.speaker_turns], [[], []]);
  // The client reads every answer as JSON, so other formats end in its own error about the body that came.
  await assert.rejects(client.transcribe(given.sample, { responseFormat: "vtt" }), (e) =>
    !(e instanceof STTError) && e.message.includes("JSON"));

  assert.ok((await client.models()).models.some((m) => m.id === "base" && m.speed && m.languages > 0));
  assert.ok((await client.languages()).languages.some((l) => l.code === "fr" && l.name === "french"));
  const health = await client.health();
  assert.deepEqual([health.status, health.gpu_available], ["ok", false]);

  const as = (apiKey) => new STTClient({ apiKey, baseUrl: given.url });
  await assert.rejects(as("wrong").transcribe(given.sample), (e) => e instanceof AuthError && e.statusCode === 401);
  await assert.rejects(as(given.reader).transcribe(given.sample), (e) => e instanceof AuthError && e.statusCode === 403);
  await assert.rejects(as(given.poor).transcribe(given.sample), (e) =>
    e instanceof CreditError && e.message === "No credits remaining. Upgrade your plan.");
  await assert.rejects(client.transcribe(given.text_file), (e) =>
    e.constructor === STTError && e.statusCode === 400 && e.message.includes("audio"));
  let limited = null;
  for (let i = 0; i < 4 && limited === null; i++) {
    await as(given.hasty).transcribe(given.text_file).catch((e) => { if (e instanceof RateLimitError) limited = e; });
  }
  assert.ok(limited.retryAfter >= 1 && limited.retryAfter <= 60);
  const headline = await client.summarize("The bridge is closed. It is old.", "headline");
  assert.ok(headline.style === "headline" && headline.summary.includes("closed"));
  await assert.rejects(client.transcribe(given.sample + ".not-there"), STTError);
  assert.throws(() => new STTClient({ baseUrl: given.url }), STTError);
}

(mode === "fallback" ? everything() : builtIn()).then(
  () => console.log("all of it"),
  (error) => { console.error(error); process.exit(7); });
