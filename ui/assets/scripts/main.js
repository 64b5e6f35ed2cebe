// The page's scripts, in the order in which they hear what happens.
import "./keys.js";
import "./page.js";
import "./drafts.js";
import "./chat.js";
import "./completing.js";
import "./conversations.js";
import "./views.js";
import "./checklist.js";
import "./verify.js";
import "./handing.js"; // after the words that were typed earlier are back
import "./finder.js";
import "./cards.js";
import "./self_test.js";
import "./plan.js";
import "./groups.js";
import "./training.js";
import "./documents.js";
import "./library.js";
