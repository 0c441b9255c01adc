const FAULTS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user may not do so',
  EPERM: 'this user may not do so',
  EROFS: 'the disk can only be read',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'a file of that name is there already',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EMFILE: 'too many files are open',
  EIO: 'the disk failed',
}

/** What the operating system said, in words; nothing where it isn't the one who said it. */
export function systemFault(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? FAULTS[String(error.code)] : undefined
}

export function because(error: unknown): string {
  return systemFault(error) ?? (error instanceof Error ? error.message : String(error))
}
