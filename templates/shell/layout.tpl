{{%AUTOESCAPE context="HTML"}}
{{!
The page around every signed-in page.
  LANG TITLE CSRF                      LANG is "en"
  CSS_URL JS_URL KEYS_URL PALETTE_URL ICONS_URL FAVICON_URL hashed names
  THEME                                section and text: "light" or "dark"; hidden when the system decides
  PATH                                 where the theme switch returns to: this page's path and query
  PERSON                               whose palette a browser remembers (static/palette.js)
  ORGANIZATION_NAME USER_NAME USER_INITIALS USER_PERSONA
  TABS (in it TABS_OWNER, TABS_GROUPED, and TAB with TAB_GROUP (GROUP_TITLE) TAB_PATH TAB_TITLE TAB_CURRENT)   the pages side by side with this one (pages/shell/page_tabs.c)
  NAV_INBOX (in it INBOX_COUNT with COUNT) NAV_APPROVALS (in it APPROVALS_COUNT with COUNT) NAV_START NAV_PROMPTS NAV_AGENTS NAV_TEAMS NAV_SETS NAV_USERS NAV_REGISTER NAV_IMPORT NAV_AUDIT NAV_ORGANIZATION NAV_ORGANIZATIONS  sections, shown when allowed; in each ..._CURRENT for the page one is on
  HEADER_SEARCH                        section: the field, on every page but the search's own
  RESENDS (in it RESEND_S)             a form that waits its turn: the seconds until app.js sends it again
Includes: PAGE (the page), FLASH_MESSAGE (shell/flash.tpl), THEME_SWITCH (shell/theme.tpl), in INSIDE:
BANNER (shell/inside.tpl), for someone who has entered another organization; in NEAR_LIMIT: LIMIT_BANNER (shell/limit.tpl); in RESET: RESET_BANNER (shell/reset.tpl); in DISK: DISK_BANNER (shell/disk.tpl).
No line breaks inside a tag: the engine may strip them.
}}
<!DOCTYPE html>
<html lang="{{LANG}}"{{#THEME}} data-theme="{{THEME}}"{{/THEME}}>
<head>
<meta charset="utf-8">
<title>{{TITLE}} · Rostrum</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="{{FAVICON_URL}}" type="image/svg+xml">
<link rel="stylesheet" href="{{CSS_URL}}">
<script src="{{JS_URL}}" defer></script>
<script src="{{KEYS_URL}}" defer></script>
<script src="{{PALETTE_URL}}" defer></script>
</head>
<body data-person="{{PERSON}}">
<a class="skip" href="#main">Skip to content</a>
<div class="frame">
<header class="sidebar">
<a class="brand" href="/"><svg class="mark" aria-hidden="true"><use href="{{ICONS_URL}}#mark"></use></svg><span>Rostrum<small>{{ORGANIZATION_NAME}}</small></span></a>
<a class="btn quiet icon-only to-search" href="/search"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><span class="sr">Search</span></a>
<details class="menu"><summary class="btn quiet icon-only"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#menu"></use></svg><span class="sr">Menu</span>{{#NAV_INBOX}}{{#INBOX_COUNT}}<span class="count"><span class="sr">, inbox (</span>{{COUNT}}<span class="sr">)</span></span>{{/INBOX_COUNT}}{{/NAV_INBOX}}</summary></details>
<div class="sidebar-body">
{{#HEADER_SEARCH}}<form class="search header-search" method="get" action="/search" role="search" aria-label="Everything"><label class="sr" for="search">Search everything</label><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><input id="search" name="q" type="search" maxlength="500" placeholder="Search" autocomplete="off" data-search><kbd hidden>/</kbd></form>{{/HEADER_SEARCH}}
<nav class="nav" aria-label="Main">
<ul>
{{#NAV_INBOX}}<li><a href="/inbox"{{#NAV_INBOX_CURRENT}} aria-current="page"{{/NAV_INBOX_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#inbox"></use></svg>Inbox{{#INBOX_COUNT}} <span class="count"><span class="sr">(</span>{{COUNT}}<span class="sr">)</span></span>{{/INBOX_COUNT}}</a></li>{{/NAV_INBOX}}
{{#NAV_APPROVALS}}<li><a href="/approvals"{{#NAV_APPROVALS_CURRENT}} aria-current="page"{{/NAV_APPROVALS_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#check"></use></svg>Approvals{{#APPROVALS_COUNT}} <span class="count"><span class="sr">(</span>{{COUNT}}<span class="sr">)</span></span>{{/APPROVALS_COUNT}}</a></li>{{/NAV_APPROVALS}}
{{#NAV_START}}<li><a href="/"{{#NAV_START_CURRENT}} aria-current="page"{{/NAV_START_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#start"></use></svg>Home</a></li>{{/NAV_START}}
</ul>
<ul>
{{#NAV_PROMPTS}}<li><a href="/prompts"{{#NAV_PROMPTS_CURRENT}} aria-current="page"{{/NAV_PROMPTS_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#prompt"></use></svg>Prompts</a></li>{{/NAV_PROMPTS}}
{{#NAV_AGENTS}}<li><a href="/agents"{{#NAV_AGENTS_CURRENT}} aria-current="page"{{/NAV_AGENTS_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#agent"></use></svg>Agents</a></li>{{/NAV_AGENTS}}
{{#NAV_TEAMS}}<li><a href="/teams"{{#NAV_TEAMS_CURRENT}} aria-current="page"{{/NAV_TEAMS_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#team"></use></svg>Teams</a></li>{{/NAV_TEAMS}}
{{#NAV_SETS}}<li><a href="/sets"{{#NAV_SETS_CURRENT}} aria-current="page"{{/NAV_SETS_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#set"></use></svg>Test sets</a></li>{{/NAV_SETS}}
</ul>
<ul>
{{#NAV_USERS}}<li><a href="/users"{{#NAV_USERS_CURRENT}} aria-current="page"{{/NAV_USERS_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#users"></use></svg>People</a></li>{{/NAV_USERS}}
{{#NAV_REGISTER}}<li><a href="/register"{{#NAV_REGISTER_CURRENT}} aria-current="page"{{/NAV_REGISTER_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#register"></use></svg>Register</a></li>{{/NAV_REGISTER}}
{{#NAV_AUDIT}}<li><a href="/audit"{{#NAV_AUDIT_CURRENT}} aria-current="page"{{/NAV_AUDIT_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#audit"></use></svg>Audit log</a></li>{{/NAV_AUDIT}}
{{#NAV_IMPORT}}<li><a href="/import"{{#NAV_IMPORT_CURRENT}} aria-current="page"{{/NAV_IMPORT_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#transfer"></use></svg>Import and export</a></li>{{/NAV_IMPORT}}
{{#NAV_ORGANIZATION}}<li><a href="/settings/organization"{{#NAV_ORGANIZATION_CURRENT}} aria-current="page"{{/NAV_ORGANIZATION_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#settings"></use></svg>Settings</a></li>{{/NAV_ORGANIZATION}}
{{#NAV_ORGANIZATIONS}}<li><a href="/organizations"{{#NAV_ORGANIZATIONS_CURRENT}} aria-current="page"{{/NAV_ORGANIZATIONS_CURRENT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#home"></use></svg>Organizations</a></li>{{/NAV_ORGANIZATIONS}}
</ul>
</nav>
<details class="pop me">
<summary class="person"><span class="avatar" aria-hidden="true">{{USER_INITIALS}}</span><span>{{USER_NAME}}<small>{{USER_PERSONA}}</small></span><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#unfold"></use></svg><span class="sr">, account</span></summary>
<div class="pop-box">
<ul class="pop-list">
<li><a href="/account"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#user"></use></svg>Account</a></li>
<li><a href="/help" data-help><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#help"></use></svg>Help and keyboard shortcuts</a></li>
</ul>
{{>THEME_SWITCH}}
<form method="post" action="/logout"><input type="hidden" name="csrf" value="{{CSRF}}"><button><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#sign-out"></use></svg>Sign out</button></form>
</div>
</details>
</div>
</header>
<main class="main" id="main" tabindex="-1"{{#RESENDS}} data-resend="{{RESEND_S}}"{{/RESENDS}}>
{{#INSIDE}}{{>BANNER}}
{{/INSIDE}}{{#RESET}}{{>RESET_BANNER}}
{{/RESET}}{{#NEAR_LIMIT}}{{>LIMIT_BANNER}}
{{/NEAR_LIMIT}}{{#DISK}}{{>DISK_BANNER}}
{{/DISK}}{{>FLASH_MESSAGE}}
{{#TABS}}<nav class="tabs{{#TABS_GROUPED}} grouped{{/TABS_GROUPED}}" aria-label="{{TABS_OWNER}}">{{#TAB}}{{#TAB_GROUP}}<p>{{GROUP_TITLE}}</p>{{/TAB_GROUP}}<a href="{{TAB_PATH}}"{{#TAB_CURRENT}} aria-current="page"{{/TAB_CURRENT}}>{{TAB_TITLE}}</a>{{/TAB}}</nav>
{{/TABS}}{{>PAGE}}
</main>
</div>
<dialog id="help" aria-labelledby="help-title">
<h2 id="help-title">Keyboard shortcuts</h2>
<div data-keys></div>
<p><label class="check-row"><input type="checkbox" data-keys-off> Turn these keys off in this browser</label></p>
<form method="dialog"><button class="btn" autofocus>Close</button></form>
</dialog>
</body>
</html>
