import type { CSSProperties } from 'react'
import styles from './skeleton.module.css'

/** Holds the place of what is on its way. Its parent says once that something loads. */
export function Skeleton({
  width = '100%',
  height = 16,
}: {
  width?: CSSProperties['width']
  height?: CSSProperties['height']
}) {
  return <span className={styles.bone} style={{ width, height }} />
}
