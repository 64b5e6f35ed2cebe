import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      "eqeqeq": ["error", "always"],
      "no-irregular-whitespace": ["error", { skipTemplates: true, skipStrings: true }],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  { files: ["tests/**"], languageOptions: { globals: globals.node } },
  {
    // One after the other in one page: what the first names, the next one uses.
    files: ["ui/assets/*.js"],
    languageOptions: { sourceType: "script" },
    rules: {
      "no-global-assign": "off",
      "no-redeclare": ["error", { builtinGlobals: false }],
      "no-undef": "off",
      "no-unused-vars": "off",
    },
  },
];
