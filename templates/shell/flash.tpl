{{%AUTOESCAPE context="HTML"}}
{{! What the last change did. FLASH: FLASH_KIND (success, warning or error: a class and an icon), FLASH_TEXT. }}
{{#FLASH}}<div class="flash {{FLASH_KIND}}" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#{{FLASH_KIND}}"></use></svg><div>{{FLASH_TEXT}}</div></div>{{/FLASH}}
