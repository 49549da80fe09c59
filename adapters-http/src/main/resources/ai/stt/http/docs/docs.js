'use strict';

const $ = (id) => document.getElementById(id);
let request = null;

function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (n) => String(n).padStart(2, '0');
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function say(text, isError) {
  $('status').textContent = text;
  $('status').className = isError ? 'error' : '';
}

async function get(path) {
  const response = await fetch(path, { headers: { Accept: 'application/json' } });
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}

async function fill() {
  const [health, models, languages, api] = await Promise.all(
    ['/health', '/v1/models', '/v1/languages', '/openapi.json'].map(get));
  $('health').textContent = health.status === 'ok'
    ? `version ${health.version} on ${health.gpu_name || health.device}: well`
    : health.problems.join('; ');
  for (const model of models.models) {
    $('model').append(new Option(`${model.id} (${model.status})`, model.id));
  }
  for (const language of languages.languages) {
    $('language').append(new Option(`${language.name} (${language.code})`, language.code));
  }
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      $('operations').append(
        element('dt', `${method.toUpperCase()} ${path}`),
        element('dd', operation.description || operation.summary));
    }
  }
}

function fields() {
  return {
    model: $('model').value,
    language: $('language').value,
    response_format: $('format').value,
    prompt: $('prompt').value,
  };
}

function showCommand(file, values) {
  const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const lines = [`curl ${location.origin}/v1/transcribe`, `-F ${quote(`file=@${file.name}`)}`];
  for (const [name, value] of Object.entries(values)) {
    if (value) lines.push(`-F ${quote(`${name}=${value}`)}`);
  }
  if ($('key').value) lines.push("-H 'Authorization: Bearer YOUR_API_KEY'");
  $('command').textContent = lines.join(' \\\n  ');
}

function showAnswer(xhr, started) {
  const type = xhr.getResponseHeader('Content-Type') || '';
  const json = type.startsWith('application/json') ? JSON.parse(xhr.responseText) : null;
  $('raw').hidden = false;
  $('body').textContent = json ? JSON.stringify(json, null, 2) : xhr.responseText;
  if (xhr.status !== 200) {
    say(json ? json.error : `status ${xhr.status}`, true);
    return;
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const notes = json ? [`${json.language}, ${json.duration} s of audio`, ...json.warnings] : [];
  say([`${xhr.getResponseHeader('X-Model')} took ${seconds} s`, ...notes].join('; '));
  if (!json) {
    $('transcript').append(element('pre', xhr.responseText));
    return;
  }
  $('transcript').lang = json.language;
  if (json.segments.length === 0) $('transcript').append(element('p', '(no speech was heard)'));
  for (const segment of json.segments) {
    const line = element('p', '', 'segment');
    line.append(element('time', clock(segment.start)));
    line.append(segment.speaker ? `${segment.speaker}: ${segment.text}` : segment.text);
    $('transcript').append(line);
  }
}

function finish() {
  request = null;
  $('go').disabled = false;
  $('stop').disabled = true;
  $('progress').hidden = true;
}

/* XMLHttpRequest and not fetch: only it tells how far an upload is. */
function transcribe(event) {
  event.preventDefault();
  const file = $('file').files[0];
  const values = fields();
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) {
    if (value) form.append(name, value);
  }
  form.append('file', file);
  showCommand(file, values);
  $('transcript').replaceChildren();
  $('raw').hidden = true;
  $('go').disabled = true;
  $('stop').disabled = false;
  $('progress').hidden = false;
  const started = Date.now();
  request = new XMLHttpRequest();
  request.open('POST', '/v1/transcribe');
  if ($('key').value) request.setRequestHeader('Authorization', `Bearer ${$('key').value}`);
  request.upload.onprogress = (sent) => {
    $('progress').value = sent.loaded / sent.total;
    say(`sending: ${Math.round(100 * sent.loaded / sent.total)} %`);
  };
  request.upload.onload = () => {
    $('progress').removeAttribute('value');
    say('transcribing …');
  };
  request.onload = () => showAnswer(request, started);
  request.onerror = () => say('the server could not be reached, or it closed the connection', true);
  request.onabort = () => say('canceled');
  request.onloadend = finish;
  request.send(form);
}

$('form').addEventListener('submit', transcribe);
$('stop').addEventListener('click', () => request && request.abort());
fill().catch((error) => say(String(error.message || error), true));
