// Copyright (c) 2026, Sinch SIP collection contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// Finds trunks by a text, which the address may give: audit.html?find=office
const find = document.querySelector("[role=search]");
const [text, marked] = find.querySelectorAll("input");
const trunks = [...document.querySelectorAll(".trunk")];
const texts = trunks.map((trunk) => trunk.textContent.toLowerCase());
const map = document.querySelector("#trunks > .drawing");
function show() {
  const wanted = text.value.trim().toLowerCase();
  trunks.forEach((trunk, number) => {
    trunk.hidden = !texts[number].includes(wanted) || (marked.checked && trunk.classList.length === 1);
  });
  if (map) map.hidden = marked.checked || wanted !== "";
  find.querySelector("output").textContent = `${trunks.filter((trunk) => !trunk.hidden).length} of ${trunks.length} trunks`;
}
function showTarget() {
  const trunk = trunks.find((one) => `#${one.id}` === location.hash);
  if (!trunk || !trunk.hidden) return;
  text.value = "";
  marked.checked = false;
  show();
  trunk.scrollIntoView();
}
text.value = new URLSearchParams(location.search).get("find") || "";
find.hidden = trunks.length < 2;
find.addEventListener("input", show);
addEventListener("hashchange", showTarget);
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
show();
