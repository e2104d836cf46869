/** Who reviews, as this browser was told. */
export const reviewer = (): string => {
  try {
    return localStorage.getItem("dateline.reviewer") ?? "";
  } catch {
    return "";
  }
};
export const beReviewer = (name: string): void => {
  try {
    localStorage.setItem("dateline.reviewer", name);
  } catch { /* not kept, then */ }
};
