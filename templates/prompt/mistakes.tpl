{{%AUTOESCAPE context="HTML"}}
{{! What looks like a variable and is not one, with the reasons; filled by prompt_body_show_mistakes(). }}
{{#MISTAKES}}<div class="callout warning mistakes"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><p>Not variables, so nothing is filled in:</p><ul>{{#MISTAKE_ROW}}<li><code>{{MARKED}}</code> {{WHY}}</li>{{/MISTAKE_ROW}}{{#MORE_MISTAKES}}<li>And {{N}} more.</li>{{/MORE_MISTAKES}}</ul></div></div>{{/MISTAKES}}
