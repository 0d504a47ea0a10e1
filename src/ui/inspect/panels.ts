/** @file All panels of the inspector, to be loaded in one piece after the first screen. */
import "./agreement-panel.ts";
import "./filters-panel.ts";
import "./lanes-panel.ts";
import "./predictions-panel.ts";
import "./why-panel.ts";
