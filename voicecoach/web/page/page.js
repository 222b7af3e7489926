// Follows the session by server-sent events and sends commands.  Every event is everything there is to show, so that
// a page which was away needs nothing but the next one.

import { drawStrip } from "./strip.js";

const DEAD_MS = 6500; // three beats of the server without one
const RETRY_MS = 1000;
const SURE_MS = 3000;
const NOTICE_MS = 15000;
const QUIETEST_DB = -60;

const PHASES = {
  welcome: "Welcome", get_ready: "Get ready", work: "Go", switch: "Switch sides",
  rest: "Rest, then", round_rest: "Rest, then", farewell: "Done",
};
const KEYS = {
  " ": "pause", p: "pause", n: "next", ArrowRight: "next", b: "back", ArrowLeft: "back", r: "repeat", m: "mute",
  "+": "louder", "=": "louder", ArrowUp: "louder", "-": "softer", ArrowDown: "softer", q: "stop",
};

const $ = (id) => document.getElementById(id);
const page = document.body;

// Only what changes is touched: a screen reader repeats nothing, and an old phone keeps cool.
function put(id, text) {
  const place = $(id);
  if (place.textContent !== text) place.textContent = text;
}

function mark(name, value) {
  if (value === null || value === false) page.removeAttribute(`data-${name}`);
  else if (page.getAttribute(`data-${name}`) !== String(value)) page.setAttribute(`data-${name}`, value);
}

function element(name, text, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.textContent = text;
  return made;
}

const onClock = (seconds) => {
  const whole = Math.ceil(seconds - 0.05);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};
const inMinutes = (seconds) => (seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`);

// What is shown

let shown = null;

function show(view) {
  if (shown && shown.version !== view.version) location.reload();
  shown = view;
  mark("mode", view.mode);
  mark("result", view.result && view.mode !== "session" && view.mode !== "getting ready");
  if (view.mode === "session" && view.snapshot) showSession(view);
  else showAround(view);
  showNotices(view.notices);
}

function showSession(view) {
  const now = view.snapshot;
  const held = ["paused", "lost", "paused and lost"].includes(now.state);
  mark("phase", now.phase);
  mark("held", held);
  put("round", now.rounds > 1 ? `Round ${now.round} of ${now.rounds}` : "");
  const paused = now.state.startsWith("paused");
  put("state", view.lost.map((device) => `Lost ${device}`).join(" · "));
  put("phase", paused ? "Paused" : held ? "Waiting for sound" : PHASES[now.phase] || now.phase);
  put("exercise", now.exercise || "");
  put("side", now.side || "");
  document.title = [paused ? "Paused" : "", now.exercise || "voicecoach"].filter(Boolean).join(" · ");
  showClock(now);
  showRhythm(now, view.strip);
  showCaptions(view.captions, now.saying);
  showLevels(view);
  const pause = $("pause");
  pause.dataset.command = paused ? "resume" : "pause";
  put("pause", paused ? "Go on" : "Pause");
  $("mute").dataset.command = now.loudness.muted ? "unmute" : "mute";
  put("mute", now.loudness.muted ? "Sound" : "Mute");
}

function showClock(now) {
  const counting = now.count !== null && now.phase === "work";
  mark("counting", counting && String(now.count).length);
  const share = now.duration_s > 0 ? now.remaining_s / now.duration_s : 0;
  $("ring").style.strokeDashoffset = String(Math.round(1000 * (1 - share)));
  put("left", counting ? onClock(now.remaining_s) : "");
  put("big", counting ? String(now.count) : onClock(now.remaining_s));
  const unit = (count) => (count === 1 ? "landing" : "landings");
  const so_far = now.landings ? `${now.landings} ${unit(now.landings)} so far` : "";
  put("small", counting ? unit(now.count) : so_far);
}

let drawn = "";

function showRhythm(now, strip) {
  const wanted = strip.intervals_s.length > 0 || (now.phase === "work" && now.count !== null);
  $("rhythm").hidden = !wanted;
  if (!wanted) return;
  put("cadence", now.cadence_hz ? `${now.cadence_hz.toFixed(2)} a second` : "");
  put("target", strip.target_hz ? `target ${strip.target_hz.map((hz) => hz.toFixed(1)).join(" to ")}` : "");
  const sketch = JSON.stringify([strip, $("strip").clientWidth, $("strip").clientHeight]);
  if (sketch === drawn) return;
  drawn = sketch;
  drawStrip($("strip"), strip);
}

let captioned = 0;

function showCaptions(captions, saying) {
  const place = $("captions");
  const newest = captions.length ? captions[captions.length - 1].n : 0;
  if (newest < captioned) captioned = 0; // another session, or another server
  for (const caption of captions.filter((one) => one.n > captioned)) {
    place.append(element("p", caption.text));
    captioned = caption.n;
  }
  if (!captions.length) place.replaceChildren();
  while (place.children.length > 2) place.firstChild.remove();
  // Words stay in view when they have been said, but no longer call for attention.
  for (const words of place.children) words.classList.toggle("now", words === place.lastChild && words.textContent === saying);
}

function showLevels(view) {
  const level = Math.max(view.level_db === null ? QUIETEST_DB : view.level_db, QUIETEST_DB);
  $("mic-bar").style.transform = `scaleX(${Math.min(1 - level / QUIETEST_DB, 1)})`;
  $("mic").setAttribute("aria-valuenow", Math.round(level));
  put("mic-text", level > QUIETEST_DB ? `${Math.round(level)} dB` : "silent");
  const { volume_db: volume, muted } = view.snapshot.loudness;
  put("volume", muted ? "muted" : `${volume > 0 ? "+" : volume < 0 ? "−" : ""}${Math.abs(Math.round(volume))} dB`);
}

let told = "", forget = 0;

function showNotices(notices) {
  const now = JSON.stringify(notices);
  if (now === told) return;
  told = now;
  tell(...notices.map((notice) => notice.text));
}

function tell(...sentences) {
  clearTimeout(forget);
  $("notices").replaceChildren(...sentences.map((sentence) => element("li", sentence)));
  forget = setTimeout(() => shown && shown.mode === "session" && $("notices").replaceChildren(), NOTICE_MS);
}

// Before and after a session

let offered = "", resulted = "";

function showAround(view) {
  put("round", "");
  put("state", "");
  mark("held", false);
  document.title = "voicecoach";
  const offer = JSON.stringify(view.offers);
  if (view.mode === "idle" && offer !== offered) {
    offered = offer;
    showOffers(view);
  }
  const result = JSON.stringify(view.result);
  if (view.result && result !== resulted) {
    resulted = result;
    showResult(view.result);
  }
  $("start").disabled = false;
}

function showOffers(view) {
  const circuits = view.offers.map((offer, index) => choice("circuit", offer.id, offer.name, "", index === 0));
  const levels = Object.keys(view.offers[0] ? view.offers[0].seconds : {})
    .map((level) => choice("level", level, level, "", false));
  $("circuits").replaceChildren($("circuits").firstElementChild, ...circuits);
  $("levels-wanted").replaceChildren($("levels-wanted").firstElementChild, ...levels);
  suggestLevel();
  showLengths();
}

// What suits in one circuit says nothing of another.
function suggestLevel() {
  const offer = shown.offers.find((one) => one.id === chosen("circuit"));
  for (const input of document.querySelectorAll('input[name="level"]')) input.checked = !!offer && input.value === offer.level;
}

function choice(name, value, text, note, checked) {
  const label = element("label", "");
  const input = Object.assign(document.createElement("input"), { type: "radio", name, value, checked });
  label.append(input, element("span", text), element("small", note));
  return label;
}

function chosen(name) {
  const input = document.querySelector(`input[name="${name}"]:checked`);
  return input ? input.value : "";
}

function showLengths() {
  for (const input of document.querySelectorAll('input[name="circuit"]')) {
    const offer = shown.offers.find((one) => one.id === input.value);
    if (offer) input.parentElement.lastElementChild.textContent = inMinutes(offer.seconds[chosen("level")]);
  }
}

function showResult(result) {
  put("result-title", `${result.landings} landing${result.landings === 1 ? "" : "s"} in ${onClock(result.seconds)}, ${result.reason}`);
  const rows = result.sets.map((one) => {
    const row = document.createElement("tr");
    const rounds = new Set(result.sets.map((set) => set.round)).size;
    const name = [one.name, one.side, rounds > 1 ? `round ${one.round}` : ""].filter(Boolean).join(", ");
    row.append(
      element("th", name, { scope: "row" }),
      element("td", `${one.doubtful ? "about " : ""}${one.count}`),
      element("td", one.cadence_hz === null ? "–" : one.cadence_hz.toFixed(2)),
      element("td", one.variation === null ? "–" : `${Math.round(100 * one.variation)} %`),
    );
    return row;
  });
  $("sets").replaceChildren(...rows);
  $("sets").closest("table").hidden = !rows.length;
}

// Commands

async function ask(path, order) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(order),
    });
    if (!answer.ok) tell(await answer.text());
    return answer.ok;
  } catch {
    tell("That did not reach the coach: there is no connection.");
    return false;
  }
}

let sure = 0;

function stop() {
  const button = $("stop");
  clearTimeout(sure);
  if (button.hasAttribute("data-sure")) {
    ask("command", { command: "stop" });
    return calm();
  }
  // A session is not ended by one slip of a thumb.
  button.setAttribute("data-sure", "");
  button.textContent = "Sure?";
  sure = setTimeout(calm, SURE_MS);
}

function calm() {
  $("stop").removeAttribute("data-sure");
  $("stop").textContent = "Stop";
}

for (const button of document.querySelectorAll("[data-command]"))
  button.addEventListener("click", () => ask("command", { command: button.dataset.command }));
$("stop").addEventListener("click", stop);

$("idle").addEventListener("change", (event) => {
  if (event.target.name === "circuit") suggestLevel();
  showLengths();
});
$("idle").addEventListener("submit", (event) => {
  event.preventDefault();
  $("start").disabled = true;
  ask("start", { circuit: chosen("circuit"), level: chosen("level") }).then((taken) => {
    if (!taken) $("start").disabled = false;
  });
});

document.addEventListener("keydown", (event) => {
  const wanted = KEYS[event.key];
  const busy = event.target instanceof HTMLButtonElement && event.key === " ";
  if (!wanted || busy || event.ctrlKey || event.metaKey || event.altKey || page.dataset.mode !== "session") return;
  event.preventDefault();
  if (!event.repeat || wanted === "louder" || wanted === "softer") $(wanted).click();
});

window.addEventListener("resize", () => shown && show(shown));

// The line to the server

let source = null, heardAt = 0, retry = 0;

function line(state, text) {
  mark("line", state);
  put("line-text", text);
}

function connect() {
  clearTimeout(retry);
  if (source) source.close();
  heardAt = Date.now();
  source = new EventSource("events");
  source.addEventListener("view", (event) => {
    heardAt = Date.now();
    line("live", "live");
    show(JSON.parse(event.data));
  });
  source.addEventListener("error", lost);
}

async function lost() {
  const ended = shown && shown.mode === "over";
  line("lost", ended ? "voicecoach has ended, waiting for it" : "no connection, trying again");
  source.close();
  clearTimeout(retry);
  retry = setTimeout(connect, RETRY_MS);
  // A stream does not say why it was refused; another request does.
  try {
    const answer = await fetch("icon.svg", { cache: "no-store" });
    if (answer.status === 403) line("refused", "this page needs a new link: scan the code again");
  } catch { /* nobody is there; the next try will tell */ }
}

setInterval(() => {
  if (!document.hidden && Date.now() - heardAt > DEAD_MS) lost();
}, RETRY_MS);

// A page that nobody sees follows nothing, and is right again as soon as it is looked at.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    clearTimeout(retry);
    if (source) source.close();
  } else connect();
});
window.addEventListener("online", connect);

// The link's token is in the cookie now; it need not stand in the address bar.
if (location.search) history.replaceState(null, "", location.pathname);
connect();
