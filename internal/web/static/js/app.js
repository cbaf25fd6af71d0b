// Everything here only smooths what the pages do by themselves: each page works
// without it. Modules find their elements by data attributes and do nothing on
// pages that have none.
import "./window.js";
import "./choose.js";
import "./ask.js";
import "./invite.js";
import "./password.js";
import "./filters.js";
import "./time.js";
import "./live.js";
import "./linked.js";
import "./copy.js";
import "./mended.js";
