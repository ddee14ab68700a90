{{%AUTOESCAPE context="HTML"}}
{{! The difference of two test sets; filled by set_diff_show(). }}
{{#SAME_CASES}}<div class="callout"><div>The cases are the same.</div></div>{{/SAME_CASES}}
{{#DIFFERENT_CASES}}<p class="lead">Cases: {{WORDS}}</p>{{/DIFFERENT_CASES}}
{{#CHANGED_CASE}}<section class="stack"><h2><span class="mono">{{CASE_ID}}</span> <span dir="auto">{{CASE_NAME}}</span>{{#IS_CRITICAL}} <span class="chip state bad">Critical</span>{{/IS_CRITICAL}}</h2>
{{>JSON_DIFF}}</section>{{/CHANGED_CASE}}
{{#MORE_CHANGED}}<p class="muted">And {{N}} more changed cases.</p>{{/MORE_CHANGED}}
{{#ADDED_CASES}}<section class="stack" aria-label="Added"><h2>Added <span class="muted">{{COUNTED}}</span></h2>{{>CASES_PART}}{{#MORE_CASES}}<p class="muted">And {{N}} more.</p>{{/MORE_CASES}}</section>{{/ADDED_CASES}}
{{#REMOVED_CASES}}<section class="stack" aria-label="Removed"><h2>Removed <span class="muted">{{COUNTED}}</span></h2>{{>CASES_PART}}{{#MORE_CASES}}<p class="muted">And {{N}} more.</p>{{/MORE_CASES}}</section>{{/REMOVED_CASES}}
{{#SETTINGS_CHANGED}}<section class="stack" aria-label="Settings"><h2>Settings</h2>
{{>JSON_DIFF}}</section>{{/SETTINGS_CHANGED}}
