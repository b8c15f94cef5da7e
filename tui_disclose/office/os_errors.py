"""What the operating system reports, in Chinese."""

import errno

_WORDS = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是目录，不是文件",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EEXIST: "已有同名的文件或目录",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "所在磁盘只能读",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "符号链接循环",
    errno.EIO: "磁盘读写出错",
    errno.EFBIG: "文件太大",
    errno.EMFILE: "打开的文件太多",
}


def in_words(error: OSError) -> str:
    """Return what went wrong in words."""
    code = error.errno or 0
    return _WORDS.get(code) or f"系统错误 {errno.errorcode.get(code, code)}"
