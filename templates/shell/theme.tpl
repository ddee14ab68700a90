{{%AUTOESCAPE context="HTML"}}
{{! Light, dark or as the system. CSRF, PATH; THEME_SYSTEM, THEME_LIGHT or THEME_DARK is shown: the one in force. }}
<form class="theme" method="post" action="/theme" aria-label="Colors">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="return" value="{{PATH}}">
<button name="theme" value="system" title="As the system"{{#THEME_SYSTEM}} aria-pressed="true"{{/THEME_SYSTEM}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#system"></use></svg><span class="sr">As the system</span></button>
<button name="theme" value="light" title="Light"{{#THEME_LIGHT}} aria-pressed="true"{{/THEME_LIGHT}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#light"></use></svg><span class="sr">Light</span></button>
<button name="theme" value="dark" title="Dark"{{#THEME_DARK}} aria-pressed="true"{{/THEME_DARK}}><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#dark"></use></svg><span class="sr">Dark</span></button>
</form>
