// What script adds: suggestions under the box, buttons that copy links and citations, a bar for
// selected words, and the keys "/", "n" and "p". Nothing on the site needs it. Words come from data attributes, translated.
"use strict";

(() => {
  const WAIT_MS = 120; // after the last key, before the server is asked
  const said = document.body.dataset;

  // -- suggestions: an ARIA combobox with a list of options. The box for words takes any; a box
  // that says so takes names of speakers alone, and is filled without sending its form.

  function suggestFor(box) {
    const named = box.dataset.suggest === "speaker";
    const list = document.createElement("ul");
    list.id = named ? `${box.id}-suggestions` : "suggestions";
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", said.suggestions);
    list.hidden = true;
    box.parentNode.append(list);
    const marks = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": list.id,
      "aria-expanded": "false",
    };
    for (const [name, value] of Object.entries(marks)) box.setAttribute(name, value);

    let timer = 0;
    let asked = null;
    let at = -1;

    function close() {
      clearTimeout(timer);
      asked?.abort();
      list.hidden = true;
      at = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    }

    function take(option) {
      if (option.dataset.link) {
        location.assign(option.dataset.link);
        return;
      }
      box.value = option.dataset.query;
      close();
      if (!named) box.form.requestSubmit();
    }

    function choose(next) {
      const options = [...list.children];
      options[at]?.setAttribute("aria-selected", "false");
      at = (next + options.length) % options.length;
      options[at].setAttribute("aria-selected", "true");
      options[at].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", options[at].id);
    }

    function show(found) {
      list.replaceChildren(
        ...found.map((one, place) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${place}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.query = named ? one.text : one.query;
          if (one.link) option.dataset.link = one.link;
          const text = document.createElement("span");
          text.textContent = one.text;
          text.lang = /[\u0400-\u04ff]/.test(one.text) ? "ru" : "en";
          const count = one.count.toLocaleString(document.documentElement.lang);
          const kind = document.createElement("span");
          kind.className = "kind";
          kind.textContent = said[one.kind] && !named ? `${said[one.kind]} ${count}` : count;
          option.append(text, kind);
          option.addEventListener("pointerdown", (event) => event.preventDefault());
          option.addEventListener("click", () => take(option));
          return option;
        }),
      );
      at = -1;
      list.hidden = !found.length;
      box.setAttribute("aria-expanded", String(found.length > 0));
      box.removeAttribute("aria-activedescendant");
    }

    async function ask() {
      asked?.abort();
      asked = new AbortController();
      const address = new URL("/suggest.json", location.href);
      address.searchParams.set("q", named ? `speaker:"${box.value.replaceAll('"', " ")}` : box.value);
      if (said.ui) address.searchParams.set("ui", said.ui);
      try {
        const answer = await fetch(address, { signal: asked.signal });
        if (answer.ok && document.activeElement === box) show((await answer.json()).suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close(); // the net is gone: searching still says so
      }
    }

    box.addEventListener("input", () => {
      clearTimeout(timer);
      if (box.value.trim()) timer = setTimeout(ask, WAIT_MS);
      else close();
    });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown") choose(at + 1);
      else if (event.key === "ArrowUp") choose(at < 0 ? -1 : at - 1);
      else if (event.key === "Enter" && at >= 0) take(list.children[at]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  }

  // -- copying: the link of a turn or of a paragraph, a citation. A link that is copied holds the
  // name of the text and no search.

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea"); // plain http has no clipboard
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (!copied) throw new Error("refused");
  }

  const status = document.querySelector("#status");

  // Copies what `text` gives, and says on the button and to screen readers whether it did.
  async function copyAndTell(button, text) {
    let told = said.copied;
    try {
      await copy(await text());
    } catch {
      told = said.refused;
    }
    const before = button.dataset.before ?? button.textContent;
    button.dataset.before = before;
    button.textContent = told;
    status.textContent = told;
    setTimeout(() => {
      button.textContent = before;
      status.textContent = "";
    }, 2000);
  }

  function copyButton(name, text, label) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.lang = document.documentElement.lang;
    button.textContent = name;
    if (label) button.setAttribute("aria-label", label);
    button.addEventListener("click", () => copyAndTell(button, text));
    return button;
  }

  // A link as it is passed on: absolute, without the language of this reader's pages.
  function whole(link) {
    const address = new URL(link, location.href);
    address.searchParams.delete("ui");
    return address.href;
  }

  function copyFor(number) {
    const label = `${said.copyOf} ${number.textContent.trim()}`;
    number.before(copyButton(said.copy, () => whole(number.dataset.link), label));
  }

  // One click on a paragraph's sign copies its link; with a key held the browser does as always.
  function copyOnClick(link) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      copyAndTell(link, () => whole(link.href));
    });
  }

  // -- the bar for selected words

  const MOST_VOICES = 12; // whose words one selection cites; more is a page, and has a link of its own

  // The words of a paragraph inside a range: without its signs, which are nobody's words.
  function wordsInside(range, paragraph) {
    const part = document.createRange();
    part.selectNodeContents(paragraph);
    if (part.compareBoundaryPoints(Range.START_TO_START, range) < 0)
      part.setStart(range.startContainer, range.startOffset);
    if (part.compareBoundaryPoints(Range.END_TO_END, range) > 0)
      part.setEnd(range.endContainer, range.endOffset);
    const copied = part.cloneContents();
    for (const sign of copied.querySelectorAll(".para, span[lang]")) sign.remove();
    return copied.textContent.replaceAll("¶", "").replace(/\s+/g, " ").trim();
  }

  // Who speaks in a turn, in brackets where nobody is named.
  function speakerOf(turn) {
    const name = turn.querySelector(".who .name");
    const said = name?.textContent.trim() ?? "";
    return name?.classList.contains("unnamed") ? `[${said}]` : said;
  }

  // What is selected of one turn: never another's words, nor the name that stands over them. Its
  // link is that of the least which holds them all: a paragraph, else the turn.
  function selectedIn(turn, range) {
    const found = [...turn.querySelectorAll("p:not(.left-out)")]
      .filter((paragraph) => range.intersectsNode(paragraph))
      .map((paragraph) => [wordsInside(range, paragraph), paragraph.querySelector(".para")])
      .filter(([words]) => words);
    const signs = found.map(([, sign]) => sign?.getAttribute("href")).filter(Boolean);
    if (!signs.length) return null;
    const paragraphs = found.map(([words]) => words);
    return {
      paragraphs,
      text: paragraphs.join(" "),
      first: signs[0],
      link: signs.length > 1 ? turn.querySelector(".number").dataset.link : signs[0],
      speaker: speakerOf(turn),
    };
  }

  // The selected words by turns, in the order of the text.
  function selectedTurns(text) {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return [];
    const range = selection.getRangeAt(0);
    return [...text.querySelectorAll(".turn:not(.neighbour)")]
      .filter((turn) => range.intersectsNode(turn))
      .map((turn) => selectedIn(turn, range))
      .filter(Boolean);
  }

  function barFor(text) {
    const words = text.dataset;
    const bar = document.createElement("div");
    bar.className = "selected";
    bar.lang = document.documentElement.lang;
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", words.bar);
    bar.hidden = true;
    let chosen = [];

    const link = () => {
      const paragraphs = chosen.flatMap((one) => one.paragraphs).map((one) => one.split(" "));
      const [first, last] = [paragraphs[0], paragraphs.at(-1)];
      const isShort = paragraphs.length === 1 && first.length <= 12;
      const ends = isShort ? [first] : [first.slice(0, 5), last.slice(-5)];
      const coded = ends.map((one) => encodeURIComponent(one.join(" ")).replaceAll("-", "%2D"));
      const address = whole(chosen[0].first);
      const number = new URL(address).pathname.split("/").at(-1);
      return `${address}#p${number}:~:text=${coded.join(",")}`;
    };
    const quotation = () =>
      chosen
        .map((one) => {
          const by = one.speaker ? `${one.speaker}, ` : "";
          return `“${one.text}”\n${by}${words.source}\n${whole(one.link)}`;
        })
        .join("\n\n");
    const citationOf = async (one) => {
      const [path, query] = one.link.split("?");
      const answer = await fetch(`${path}/cite.txt?${query}`);
      if (!answer.ok) throw new Error("refused");
      return `“${one.text}” ${(await answer.text()).trim()}`;
    };
    const citation = async () => {
      if (chosen.length > MOST_VOICES) throw new Error("refused");
      return (await Promise.all(chosen.map(citationOf))).join("\n\n");
    };
    const check = document.createElement("a");
    check.textContent = words.barCheck;
    bar.append(
      copyButton(words.barLink, link),
      copyButton(words.barQuote, quotation),
      copyButton(words.barCite, citation),
      check,
    );
    // a press on the bar must not take the selection away
    bar.addEventListener("pointerdown", (event) => event.preventDefault());
    document.querySelector("main").append(bar);

    document.addEventListener("selectionchange", () => {
      if (bar.contains(document.activeElement) && document.getSelection().isCollapsed) return;
      chosen = selectedTurns(text);
      bar.hidden = !chosen.length;
      if (!chosen.length) return;
      check.hidden = chosen.length > 1; // a quotation has one speaker
      check.href =
        words.check + encodeURIComponent(chosen[0].text) + (said.ui ? `&ui=${said.ui}` : "");
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") bar.hidden = true;
    });
  }

  // -- keys, which a reader can switch off (WCAG 2.1.4)

  const stops = () => {
    const marks = [...document.querySelectorAll(".text mark[id]")];
    return marks.length ? marks : [...document.querySelectorAll(".hit h2 a, .lines .match a")];
  };

  let here = -1;
  function step(by) {
    const all = stops();
    if (!all.length) return;
    const target = all.findIndex((one) => one.id && `#${one.id}` === location.hash);
    if (here < 0 && target >= 0) here = target;
    here = Math.min(Math.max(here + by, 0), all.length - 1);
    if (all[here].id) location.replace(`#${all[here].id}`);
    else all[here].focus();
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "/") document.querySelector("#q")?.focus();
    else if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else return;
    event.preventDefault();
  }

  function keysFor(button) {
    const stored = () => {
      try {
        return localStorage.getItem("keys");
      } catch {
        return null; // storage is closed to us: the keys are on until the page is left
      }
    };
    let on = stored() !== "off";
    const tell = () => {
      button.textContent = on ? said.keysOff : said.keysOn;
      document[on ? "addEventListener" : "removeEventListener"]("keydown", pressed);
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      on = !on;
      tell();
      try {
        localStorage.setItem("keys", on ? "on" : "off");
      } catch {
        // as above
      }
    });
    tell();
  }

  // -- the bar over a long text: who speaks where it is read, and which match was jumped to

  function follow(bar) {
    const turns = [...document.querySelectorAll(".text .turn")];
    const marks = [...document.querySelectorAll("mark[id]")];
    const who = bar.querySelector("#reading-who");
    const at = bar.querySelector("#reading-at");
    let jumped = -1;

    function name() {
      const edge = bar.getBoundingClientRect().bottom + 8;
      const read = turns.findLast((turn) => turn.getBoundingClientRect().top <= edge);
      who.textContent = read?.querySelector(".who .name")?.textContent ?? "";
    }

    function tell() {
      jumped = marks.findIndex((mark) => `#${mark.id}` === location.hash);
      if (!at || jumped < 0) return;
      at.textContent = `${jumped + 1}/${marks.length}`;
      bar.querySelector("#reading-previous").href = `#m${jumped || marks.length}`;
      bar.querySelector("#reading-next").href = `#m${((jumped + 1) % marks.length) + 1}`;
    }

    let asked = 0;
    addEventListener(
      "scroll",
      () => {
        cancelAnimationFrame(asked);
        asked = requestAnimationFrame(name);
      },
      { passive: true },
    );
    addEventListener("hashchange", tell);
    tell();
    name();
  }

  const bar = document.querySelector(".reading");
  if (bar) follow(bar);
  for (const box of document.querySelectorAll("#q, [data-suggest]")) suggestFor(box);
  for (const number of document.querySelectorAll(".turn .number[data-link]")) copyFor(number);
  for (const link of document.querySelectorAll("a.para, a.permalink")) copyOnClick(link);
  for (const text of document.querySelectorAll(".text[data-bar]")) barFor(text);
  for (const cited of document.querySelectorAll(".citation")) {
    const label = `${said.copyCitation}: ${cited.previousElementSibling.textContent}`;
    cited.before(copyButton(said.copyCitation, () => cited.textContent, label));
  }
  keysFor(document.querySelector("#keys"));
})();
