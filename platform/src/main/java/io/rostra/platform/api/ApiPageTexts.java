package io.rostra.platform.api;

import java.util.Map;

/// The chrome of [ApiPage] in one language.
///
/// @param groups names of the groups of operations; one that is missing is named by its tag
record ApiPageTexts(
        String language,
        String otherLanguage,
        String otherName,
        String title,
        String skip,
        String contents,
        String tokens,
        String document,
        String dashboard,
        String parameters,
        String body,
        String answer,
        String nothing,
        String refusals,
        String required,
        String or,
        String errors,
        Map<String, String> groups) {

    static final ApiPageTexts ENGLISH =
            new ApiPageTexts(
                    "en",
                    "zh-CN",
                    "简体中文",
                    "Rostra server API",
                    "Skip to the calls",
                    "Contents",
                    "Every call carries a management token, signed with the keys of your workspace."
                            + " Keep it on your server: it may do everything.",
                    "OpenAPI document",
                    "Dashboard",
                    "Parameters",
                    "Body",
                    "Answer",
                    "Nothing.",
                    "May be refused with",
                    "required",
                    "or",
                    "Every refusal is a JSON object with code, message and details; the details say"
                            + " which field is meant and what to do.",
                    Map.of());

    static final ApiPageTexts CHINESE =
            new ApiPageTexts(
                    "zh-CN",
                    "en",
                    "English",
                    "Rostra 服务端 API",
                    "跳到接口列表",
                    "目录",
                    "每次调用都要携带用工作区密钥签名的管理令牌。请只在您的服务器上使用：它拥有全部权限。",
                    "OpenAPI 文档",
                    "控制台",
                    "参数",
                    "请求体",
                    "响应",
                    "无内容。",
                    "可能的错误码",
                    "必填",
                    "或",
                    "所有错误都是含 code、message 和 details 的 JSON 对象；details 会指出有问题的字段以及解决办法。",
                    Map.ofEntries(
                            Map.entry("rooms", "房间"),
                            Map.entry("room-codes", "房间码"),
                            Map.entry("templates", "模板"),
                            Map.entry("starter-kits", "入门套件"),
                            Map.entry("active-rooms", "活跃房间"),
                            Map.entry("sessions", "会话"),
                            Map.entry("live-streams", "直播流"),
                            Map.entry("external-streams", "外部推流"),
                            Map.entry("webhook", "Webhook"),
                            Map.entry("analytics", "分析"),
                            Map.entry("client", "客户端上报"),
                            Map.entry("sip", "SIP 电话"),
                            Map.entry("workspace", "工作区"),
                            Map.entry("audit-log", "审计日志"),
                            Map.entry("recordings", "录制"),
                            Map.entry("recording-assets", "录制文件"),
                            Map.entry("stream-keys", "推流密钥"),
                            Map.entry("polls", "投票"),
                            Map.entry("token", "令牌"),
                            Map.entry("exports", "导出"),
                            Map.entry("operation", "运维")));

    /// The language of whoever asks.
    ///
    /// @param asked of the query; may be empty
    /// @param accepted the header `Accept-Language`; may be empty
    static ApiPageTexts of(String asked, String accepted) {
        String wanted = asked.isEmpty() ? accepted : asked;
        return wanted.regionMatches(true, 0, "zh", 0, 2) ? CHINESE : ENGLISH;
    }

    /// As HTML shows it.
    String groupName(String tag) {
        String plain = tag.replace('-', ' ');
        String english =
                plain.isEmpty()
                        ? plain
                        : Character.toUpperCase(plain.charAt(0)) + plain.substring(1);
        return groups.getOrDefault(tag, english);
    }
}
