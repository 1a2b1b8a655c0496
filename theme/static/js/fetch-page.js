// Fetches a page of this site as a document. The browser parses it: nothing in it runs, and no script of ours
// turns text into HTML (the site's policy has the browser refuse that: « require-trusted-types-for »).
export const fetchPage = (address) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = () => (request.status === 200 ? resolve(request.responseXML) : reject(new Error(request.status)));
    request.onerror = reject;
    request.open("GET", address);
    request.responseType = "document";
    request.send();
  });
