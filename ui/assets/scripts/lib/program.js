// Requests to the program behind the page. An Error holds a sentence for the reader, and the status.
import { button, element } from "./dom.js";

export const CUT = "与程序的连接断开了。请确认程序还在运行、网络通着，再试一次。";
const NOTHING = "程序没有给出结果，请再试一次。";

export const relative = (path) => new URL(path, document.baseURI.split("#")[0]);

// The response, whatever its status; an aborted one stays an AbortError.
export async function request(path, options = {}, cut = CUT) {
  let response;
  try {
    response = await fetch(relative(path), { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw failed(cut, 0);
  }
  if (response.status === 401 || response.redirected) throw failed("登录已过期，请刷新页面，重新登录。", 401);
  return response;
}

const failed = (sentence, status) => Object.assign(new Error(sentence), { status });
const ended = (words) => `${words}。`.replace(/[。！]。$/, "。");

// Why there is no result, as the program says it.
export async function refusal(response) {
  const kind = response.headers.get("content-type") || "";
  if (kind.startsWith("text/plain")) return failed(await response.text(), response.status);
  const said = await response.json().catch(() => ({}));
  const found = said.error?.message || said.message || said.detail || said.error;
  return failed(typeof found === "string" ? ended(found) : NOTHING, response.status);
}

// A view as HTML; one that says that there is nothing is one as well.
export async function fetchHtml(path, options) {
  const response = await request(path, options);
  const kind = response.headers.get("content-type") || "";
  if (kind.startsWith("text/html") && response.status < 500) return response.text();
  throw await refusal(response);
}

export async function fetchJson(path, { body, headers = {}, ...options } = {}, cut = CUT) {
  const sent = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await request(path, { ...options, headers: { ...sent, ...headers }, body: body && JSON.stringify(body) }, cut);
  if (!response.ok) throw await refusal(response);
  return response.json().catch(() => ({}));
}

// A file as the browser saves it; its name.
export async function save(path, options, otherwise) {
  const response = await request(path, options, "与程序的连接断开了，没有下载成。");
  if (!response.ok) throw await refusal(response);
  const link = element("a");
  link.href = URL.createObjectURL(await response.blob());
  const told = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") || "");
  link.download = told ? decodeURIComponent(told[1]) : otherwise;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return link.download;
}

export function trouble(sentence, again) {
  const box = element("div", "trouble");
  box.role = "alert";
  box.append(element("h3", "", "没有取到内容"), element("p", "", sentence));
  if (again) box.append(button("plain", "再试一次", again));
  return box;
}
