{{%AUTOESCAPE context="HTML"}}
{{! The difference of two JSON values by key path; filled by agent_json_diff_show(). }}
{{#NO_CHANGES}}<div class="callout"><div>No difference in the {{COMPARED}} of {{BEFORE_NAME}} and {{AFTER_NAME}}.</div></div>{{/NO_CHANGES}}
{{#COUNTED}}<p class="muted">{{CHANGES}} from {{BEFORE_NAME}} to {{AFTER_NAME}}</p>{{/COUNTED}}
{{#VALUES}}<table class="changes"><caption class="sr">Changes from {{BEFORE_NAME}} to {{AFTER_NAME}}</caption><thead><tr><th scope="col">Key</th><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody>
{{#VALUE_CHANGE}}<tr><th scope="row"><code>{{PATH}}</code></th><td data-label="Before">{{#BEFORE}}<del>{{VALUE:pre_escape}}</del>{{/BEFORE}}{{#NO_BEFORE}}<span class="muted">not set</span>{{/NO_BEFORE}}</td><td data-label="After">{{#AFTER}}<ins>{{VALUE:pre_escape}}</ins>{{/AFTER}}{{#NO_AFTER}}<span class="muted">not set</span>{{/NO_AFTER}}</td></tr>
{{/VALUE_CHANGE}}</tbody></table>{{/VALUES}}
{{#TEXT_CHANGE}}<section><h3><code>{{PATH}}</code></h3>{{>DIFF}}</section>{{/TEXT_CHANGE}}
{{#MORE_CHANGES}}<p class="muted">And more changes than a page holds.</p>{{/MORE_CHANGES}}
