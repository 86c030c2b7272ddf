// The console starts here: words, then the tree.
import "./theme/nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Console } from "./app/Console";
import { startWords } from "./i18n";
import "./theme/base.css";

startWords();
const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <Console />
    </StrictMode>,
  );
