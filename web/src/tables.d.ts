declare module "*.yaml" {
  const table: Record<string, unknown>;
  export default table;
}
declare module "*.tsv" {
  const table: Record<string, string>;
  export default table;
}
declare module "*.css";
declare module "*.md" {
  const text: string;
  export default text;
}
