// Asks the preview to do something. Its token is new each time that it starts: then the page is asked for the new one.
const ADDRESS = "/__modifier__/";
const PATIENCE = 20_000;
export const GONE = "L’aperçu ne répond plus : relancez « invoke serve ».";

let token = document.body.dataset.token;

// The page as it is now, as a document.
export const fetched = (address) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.onloadend = () => resolve(request.status === 200 ? request.responseXML : null);
    request.open("GET", address);
    request.responseType = "document";
    request.send();
  });

// XMLHttpRequest, because it tells how much of a file has gone.
const send = (address, body, type, progress) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.onloadend = () =>
      resolve({ status: request.status, data: request.response ?? { message: GONE } });
    if (progress) request.upload.onprogress = (event) => progress(event.loaded / event.total);
    else request.timeout = PATIENCE;
    request.open("POST", ADDRESS + address);
    request.responseType = "json";
    request.setRequestHeader("Content-Type", type);
    request.setRequestHeader("X-CVTS-Jeton", token);
    request.send(body);
  });

// Returns status (0: nobody answers) and data ({ message } when it was refused).
const ask = async (...order) => {
  const answer = await send(...order);
  if (answer.status !== 403) return answer;
  const now = (await fetched(location.href))?.body.dataset.token;
  if (!now || now === token) return answer;
  token = now;
  return send(...order);
};

export const post = (what, values) => ask(what, JSON.stringify(values), "application/json");

export const deposit = (path, file, words, progress) => {
  const asked = new URLSearchParams({ fichier: path, nom: file.name, description: words });
  return ask(`deposer?${asked}`, file, "application/octet-stream", progress);
};
