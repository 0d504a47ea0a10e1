/** @file Starts the page: theme, a real session behind the button, and a look for a GPU. */
import { fetchFileFrom } from "../data/fetch-file.ts";
import { Session } from "../session/session.ts";
import "./app.ts";
import { browserHost } from "../session/browser/host.ts";
import { checkGpu } from "./gpu-check.ts";
import { startTheme } from "./theme.ts";

startTheme();
const app = document.querySelector("lena-app")!;
const dataRoot = new URL("data/", document.baseURI).href;
const host = browserHost(dataRoot);
app.readFile = fetchFileFrom(dataRoot);
app.readRecorded = fetchFileFrom(new URL("recorded/", document.baseURI));
app.createSession = (config) => new Session(config, host);
const { problem, traits } = await checkGpu({ gpu: navigator.gpu, secure: isSecureContext });
app.gpuProblem = problem;
if (traits) app.gpu = traits;
