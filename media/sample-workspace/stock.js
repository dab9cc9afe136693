// Plain JavaScript: the types come from the code itself and from comments.

/** @param {string} article */
async function reserve(article) {
  const response = await fetch(`/stock/${article}`, { method: "POST" });
  return response.ok;
}

/** @param {string[]} articles */
export async function reserveAll(articles) {
  for (const article of articles) {
    reserve(article);
  }
}

/** @param {string} article */
export async function restock(article) {
  const isReserved = reserve(article);
  await fetch(`/stock/${article}`, { method: "DELETE" });
}
