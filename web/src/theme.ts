/** Set before the first paint, so that a chosen theme does not flash. */
try {
  const chosen = localStorage.getItem("dateline.theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset["theme"] = chosen;
} catch { /* storage is forbidden: the system's theme it is */ }
