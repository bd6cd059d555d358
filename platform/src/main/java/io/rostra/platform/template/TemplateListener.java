package io.rostra.platform.template;

/// Hears of templates that were changed, so that running rooms can follow. Called on the virtual
/// thread that made the change, after it was stored: do not block for long.
public interface TemplateListener {

    /// @param template as it is now; rooms know it by [Template#id]
    void onTemplateChanged(Template template);
}
