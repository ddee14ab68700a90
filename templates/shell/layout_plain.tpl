{{%AUTOESCAPE context="HTML"}}
{{!
The page around set-up, sign-in, invitations and whatever is shown to nobody in particular: one card.
  LANG TITLE CSRF CSS_URL JS_URL PALETTE_URL ICONS_URL FAVICON_URL THEME PATH as in shell/layout.tpl
Includes: PAGE (it begins with <h1>), FLASH_MESSAGE (shell/flash.tpl), THEME_SWITCH (shell/theme.tpl), in DISK: DISK_BANNER (shell/disk.tpl).
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
<script src="{{PALETTE_URL}}" defer></script>
</head>
<body class="plain">
<main class="main" id="main" tabindex="-1">
<div class="brand"><svg class="mark" aria-hidden="true"><use href="{{ICONS_URL}}#mark"></use></svg>Rostrum</div>
{{#DISK}}{{>DISK_BANNER}}
{{/DISK}}{{>FLASH_MESSAGE}}
<div class="card">
{{>PAGE}}
</div>
</main>
<footer>
{{>THEME_SWITCH}}
</footer>
</body>
</html>
