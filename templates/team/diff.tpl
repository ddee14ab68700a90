{{%AUTOESCAPE context="HTML"}}
{{! The difference of two versions of a team; filled by team_diff_show(). }}
{{>HEAD}}
<div class="stack">
{{>COMPARE}}
{{#NO_DIFFERENCE}}<div class="callout"><div>No difference in kind, members and settings.</div></div>{{/NO_DIFFERENCE}}
{{#CHANGES}}<table class="changes"><caption class="sr">Kind and members</caption><thead><tr><th scope="col">Kind and members</th><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody>
{{#CHANGE}}<tr><th scope="row">{{FIELD}}</th><td data-label="Before">{{#BEFORE}}<del>{{VALUE}}</del>{{/BEFORE}}{{#NO_BEFORE}}<span class="muted">not a member</span>{{/NO_BEFORE}}</td><td data-label="After">{{#AFTER}}<ins>{{VALUE}}</ins>{{/AFTER}}{{#NO_AFTER}}<span class="muted">not a member</span>{{/NO_AFTER}}</td></tr>
{{/CHANGE}}</tbody></table>{{/CHANGES}}
{{#SETTINGS_CHANGED}}<section class="stack" aria-labelledby="settings-title"><h2 id="settings-title">Settings</h2>
{{>JSON_DIFF}}</section>{{/SETTINGS_CHANGED}}
</div>
